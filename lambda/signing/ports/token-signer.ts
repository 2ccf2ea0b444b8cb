/** Signs tokens with the current key. */
export interface TokenSigner {
  /**
   * Returns the claims as a JWT.
   * @param type header parameter `typ`, by which no token passes for one of another kind (RFC 8725, 3.11)
   */
  sign(type: string, claims: object): Promise<string>;
}
