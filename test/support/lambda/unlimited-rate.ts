/** A shared rate at which no call waits. */
export const unlimitedRate = {
  limiter: { reserve: async () => ({ waitMs: 0 }), throttled: async () => {} },
  wait: async () => {},
};
