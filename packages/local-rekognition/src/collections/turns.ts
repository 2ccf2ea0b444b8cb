/** Runs pieces of work one after the other, in the order in which they were asked for. */
export type Turns = <R>(work: () => Promise<R>) => Promise<R>;

/** Turns of their own: a piece of work that fails doesn't hold up the next. */
export function createTurns(): Turns {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => {});
    return done;
  };
}
