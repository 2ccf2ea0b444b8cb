import type { IndexBatchDependencies } from '../../../lambda/bulk-indexing/index-batch.ts';

/** Ports of a batch of which the nth call fails as a service does, before or after its effect. */
export function failingOnce(
  dependencies: IndexBatchDependencies,
  nth: number,
  when: 'before' | 'after',
): { struck: () => string | undefined; dependencies: IndexBatchDependencies } {
  let calls = 0;
  let struck: string | undefined;
  const fault = () => Object.assign(new Error('later'), { name: 'ServiceUnavailableException' });
  const watch = <Port extends object>(name: string, port: Port): Port =>
    new Proxy(port, {
      get: (target, member) => {
        const value = Reflect.get(target, member);
        if (typeof value !== 'function') return value;
        return async (...args: unknown[]) => {
          calls += 1;
          const strikes = calls === nth;
          if (strikes) struck = `${name}.${String(member)}`;
          if (strikes && when === 'before') throw fault();
          const answer = await value.apply(target, args);
          if (strikes) throw fault();
          return answer;
        };
      },
    });
  const { jobs, files, enrollments, bulk, collections, faces, enrolledImages, limiter, generations } =
    dependencies;
  const kept = watch('enrolledImages', enrolledImages);
  return {
    struck: () => struck,
    dependencies: {
      ...dependencies,
      jobs: watch('jobs', jobs),
      files: watch('files', files),
      enrollments: watch('enrollments', enrollments),
      bulk: watch('bulk', bulk),
      collections: watch('collections', collections),
      faces: watch('faces', faces),
      sourceOf: async (tenant, bucket) => {
        const source = await dependencies.sourceOf(tenant, bucket);
        return source && { ...source, images: watch('images', source.images) };
      },
      enrolledImages: {
        writeJpeg: (key, bytes) => kept.writeJpeg(key, bytes),
        urlOf: (key) => enrolledImages.urlOf(key),
        read: (image) => kept.read(image),
        delete: (key) => kept.delete(key),
        keyOf: (url) => enrolledImages.keyOf(url),
      },
      limiter: watch('limiter', limiter),
      generations: watch('generations', generations),
    },
  };
}
