/** What the key of the second region is found by; an alias, since stacks of two regions cannot tell each other names. */
export const replicaKeyAlias = (stage: string): string => `alias/face-idv-${stage}-replica`;
