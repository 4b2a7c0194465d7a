import type { Knex } from 'knex';
import type { HeldLock, Holder, Locks } from './catalog.ts';

export function knexLocks(db: Knex): Locks {
  async function take(name: string, holder: Holder): Promise<HeldLock | undefined> {
    const row = { name, ...holder, beat: 0 };
    const taken = await db('locks').insert(row).onConflict('name').ignore().returning('name');
    if (taken.length === 1) return undefined;
    const other: HeldLock | undefined = await db('locks').where({ name }).first();
    return other ?? take(name, holder);
  }
  return {
    take,
    async beat(name, owner) {
      return (await db('locks').where({ name, owner }).increment('beat', 1)) === 1;
    },
    async release(name, owner) {
      await db('locks').where({ name, owner }).delete();
    },
    async breakLock(name, owner, beat) {
      await db('locks').where({ name, owner, beat }).delete();
    },
  };
}
