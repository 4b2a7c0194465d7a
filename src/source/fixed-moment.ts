import type { Call } from './driver.ts';

/**
 * `Driver.moment` of a warehouse that names the moment in each query: asked for once, by whoever needs it first. A
 * question that failed is asked again, so that a driver goes on after a call that was cancelled.
 */
export function fixedMoment(ask: (call: Call) => Promise<string>): (call: Call) => Promise<string> {
  let moment: Promise<string> | undefined;
  return (call) => {
    moment ??= ask(call).catch((error: unknown) => {
      moment = undefined;
      throw error;
    });
    return moment;
  };
}
