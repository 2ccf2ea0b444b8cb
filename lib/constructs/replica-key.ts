/** Alias of the second region's key; stacks in two regions cannot reference each other. */
export const replicaKeyAlias = (stage: string): string => `alias/face-idv-${stage}-replica`;
