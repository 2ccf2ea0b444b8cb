/** When enrolled users were last recognized. */
export interface LastInteractions {
  /** Returns undefined for a user who was not recognized since the enrollment. */
  get(tenant: string, userId: string): Promise<string | undefined>;
}
