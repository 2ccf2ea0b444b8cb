/** Issuer of the tokens of a stage. */
export const issuerOf = (stage: string): string => `face-idv-${stage}`;
