import type sdk from 'snowflake-sdk';

/** What the client does on its own beside what it is asked, each looked up in the environment when it is loaded. */
const QUIET = {
  // Asks the metadata services of three clouds which of them this machine is in.
  SNOWFLAKE_DISABLE_PLATFORM_DETECTION: 'true',
  // Loads a native library for telemetry.
  SNOWFLAKE_DISABLE_MINICORE: 'true',
  SF_TELEMETRY_DISABLE_CONNECTION_SHAPE: 'true',
};

let loaded: Promise<typeof sdk> | undefined;

/**
 * The client, silenced: it would write snowflake.log into the working directory, and to standard output, which
 * belongs to Tidemark's own result.
 */
export function loadSdk(): Promise<typeof sdk> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<typeof sdk> {
  for (const [name, value] of Object.entries(QUIET)) process.env[name] ??= value;
  const { default: client } = await import('snowflake-sdk');
  client.configure({ logLevel: 'OFF', additionalLogToConsole: false, customLogger: SILENT });
  return client;
}

const nothing = () => {};
const SILENT = { error: nothing, warn: nothing, info: nothing, debug: nothing, trace: nothing };
