import type fc from 'fast-check';

type Methods = Readonly<Record<string, unknown>>;

/** The same object, but each call of a method begins, and each answer arrives, when the scheduler says so. */
export function scheduled<Target extends object>(target: Target, scheduler: fc.Scheduler): Target {
  return new Proxy(target, {
    get(object, name) {
      const member = (object as Methods)[String(name)];
      if (typeof member !== 'function') return member;
      return async (...args: readonly unknown[]) => {
        await scheduler.schedule(Promise.resolve(), `before ${String(name)}`);
        const result: unknown = await member.apply(object, args);
        await scheduler.schedule(Promise.resolve(), `after ${String(name)}`);
        return result;
      };
    },
  });
}
