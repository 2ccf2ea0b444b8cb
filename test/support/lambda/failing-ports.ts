/** One call of a port that fails: before it acts, or after it has acted. */
export interface Fault {
  readonly port: string;
  readonly method: string;
  readonly call: number;
  readonly when: 'before' | 'after';
}

/** The same ports; calls are noted, and the one that the fault names fails. */
export function failing<Ports extends Readonly<Record<string, object>>>(
  ports: Ports,
  fault: Fault | undefined,
  seen: Map<string, number>,
): Ports {
  const wrapped = Object.entries(ports).map(([port, target]) => [
    port,
    new Proxy(target, {
      get(object, method) {
        const value: unknown = Reflect.get(object, method, object);
        // the names of keys are arithmetic, and no calls
        if (typeof value !== 'function' || typeof method !== 'string' || ['keyOf', 'urlOf'].includes(method))
          return typeof value === 'function' ? value.bind(object) : value;
        return async (...values: unknown[]) => {
          const call = (seen.get(`${port}.${method}`) ?? 0) + 1;
          seen.set(`${port}.${method}`, call);
          const isFault = fault?.port === port && fault.method === method && fault.call === call;
          if (isFault && fault.when === 'before') throw new Error('no answer');
          const answer: unknown = await value.apply(object, values);
          if (isFault) throw new Error('the answer was lost');
          return answer;
        };
      },
    }),
  ]);
  return Object.fromEntries(wrapped) as Ports;
}

/** A call of every method that was seen, failing in both ways. */
export const faultsIn = (seen: ReadonlyMap<string, number>): Fault[] =>
  [...seen].flatMap(([name, calls]) => {
    const [port = '', method = ''] = name.split('.');
    // the second, where there is one: what was done before it must be found again
    const call = Math.min(2, calls);
    return (['before', 'after'] as const).map((when) => ({ port, method, call, when }));
  });
