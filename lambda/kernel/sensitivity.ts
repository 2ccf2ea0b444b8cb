import * as z from 'zod/mini';

/** `regular` and `sensitive` use cases: how alike two faces must be (whitepaper 6.1). */
export const sensitivity = z.enum(['regular', 'sensitive']);
export type Sensitivity = z.infer<typeof sensitivity>;

/** Whether one sensitivity is below another. */
export const isLower = (one: Sensitivity, other: Sensitivity): boolean =>
  sensitivity.options.indexOf(one) < sensitivity.options.indexOf(other);
