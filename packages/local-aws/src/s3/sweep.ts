import { lifecycleActions, uploadHasExpired } from './lifecycle.ts';
import { isLocked } from './object-lock.ts';
import { removeObject } from './object-operations.ts';
import type { S3Context } from './s3-request.ts';

/** Carries out the lifecycle rules of all buckets, by the clock. */
export async function sweep(context: S3Context): Promise<void> {
  const { store, clock } = context;
  for (const name of store.bucketNames()) {
    const { config, objects } = store.bucket(name);
    if (config.lifecycleRules.length === 0) continue;
    for (const [key, versions] of [...objects]) {
      const { expire, remove } = lifecycleActions(config.lifecycleRules, versions, clock.now());
      const removable = remove.filter((version) => !isLocked(version, clock.now()));
      if (removable.length > 0)
        await store.remove(removable.map(({ versionId }) => ({ bucket: name, key, versionId })));
      if (expire) await removeObject(context, name, key, undefined);
    }
    for (const { id, bucket, draft, startedMs } of store.uploads())
      if (bucket === name && uploadHasExpired(config.lifecycleRules, draft.key, startedMs, clock.now()))
        await store.removeUpload(id);
  }
}
