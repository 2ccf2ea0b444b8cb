/** Times of a registration, in ISO 8601; `ended_at` is absent while it runs. */
export interface RegistrationTimes {
  readonly submitted_at: string;
  readonly ended_at?: string | undefined;
}

/** Whether two registrations ran at the same time, so that neither may have found the other's face. */
export const overlaps = (one: RegistrationTimes, other: RegistrationTimes): boolean =>
  startsBeforeEnd(one, other) && startsBeforeEnd(other, one);

const startsBeforeEnd = ({ submitted_at }: RegistrationTimes, { ended_at }: RegistrationTimes): boolean =>
  ended_at === undefined || Date.parse(submitted_at) <= Date.parse(ended_at);
