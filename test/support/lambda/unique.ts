let made = 0;

/** A name that no other test of this process has: stores that live longer than a test stay apart. */
export const unique = (prefix: string): string => {
  made += 1;
  return `${prefix}-${made}`;
};
