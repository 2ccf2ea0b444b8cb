import { z } from 'zod';
import { RESERVED_TENANTS, TENANT_PATTERN } from '../lambda/kernel/tenancy.ts';
import { FACE_LIVENESS_REGIONS, REKOGNITION_REGIONS } from '../lambda/rate-limits/contract.ts';

/** Single values of the deployment config; each message names the value, the rule and an example. */

export const region = z.string().refine((name) => FACE_LIVENESS_REGIONS.includes(name), {
  error: (issue) =>
    `region "${String(issue.input)}" does not offer Face Liveness; use one of ${FACE_LIVENESS_REGIONS.join(', ')}`,
});

export const collectionPrefix = z.string().regex(/^[a-zA-Z0-9_-]{1,60}$/, {
  error: (issue) =>
    `collection prefix "${String(issue.input)}" is not valid in a CollectionId; use 1 to 60 letters, digits, "_" or "-" ("." separates prefix, tenant, generation and shard)`,
});

export const tenantId = z
  .string()
  .regex(TENANT_PATTERN, {
    error: (issue) =>
      `tenant "${String(issue.input)}" must be 1 to 31 lowercase letters, digits or "-", beginning with a letter or digit`,
  })
  .refine((name) => !RESERVED_TENANTS.includes(name), {
    error: (issue) =>
      `tenant "${String(issue.input)}" has a reserved name (${RESERVED_TENANTS.join(', ')}), whose rows belong to the account; use another, such as "${String(issue.input)}-inc"`,
  });

/** Values that name a person: an email address, and phone numbers as E.164, national and in groups. */
const PERSONAL: readonly RegExp[] = [
  /[^@/:=]@[^@/:=]+\.[a-z]{2,}$/i,
  /^\+\d[\d.\-/]{6,}$/,
  /^0\d(?:[.\-/]?\d){7,}$/,
  /^(?:1[.-])?\d{3}[.-]\d{3}[.-]\d{4}$/,
];

/** AWS::Rekognition::Collection accepts fewer characters in tag values than the API does: no spaces. */
export const tagValue = z
  .string()
  .regex(/^[a-zA-Z0-9+\-=._:/@]{1,256}$/, {
    error: (issue) =>
      `tag value "${String(issue.input)}" is not accepted by AWS::Rekognition::Collection; use letters, digits and + - = . _ : / @ (no spaces)`,
  })
  .refine((value) => !PERSONAL.some((pattern) => pattern.test(value)), {
    error: (issue) =>
      `tag value "${String(issue.input)}" looks like an email address or a phone number, and tags appear in bills and logs (whitepaper 9.1); name a team or a cost center, such as "identity-team"`,
  });
export const tagKey = z.string().regex(/^(?!aws:)[a-zA-Z0-9+\-=._:/@]{1,128}$/, {
  error: (issue) =>
    `tag key "${String(issue.input)}" must be 1 to 128 letters, digits or + - = . _ : / @, and must not begin with "aws:"`,
});

export const origin = z.string().refine(isOrigin, {
  error: (issue) =>
    `allowed origin "${String(issue.input)}" is not an origin; write it as https://app.example.com, without a path`,
});

/** Without a fragment, which is the code. */
export const problemBaseUrl = z
  .string()
  .refine((text) => URL.canParse(text) && /^https?:/.test(text) && !/[#"\\]/.test(text), {
    error: (issue) =>
      `problem base URL "${String(issue.input)}" is not the URL of a page; write it as https://docs.example.com/errors, without "#"`,
  });

/** Browsers send scheme, host and port; anything more would never match. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}

/** A region of the replicas: Rekognition suffices there. */
export const secondRegionName = z.string().refine((name) => REKOGNITION_REGIONS.includes(name), {
  error: (issue) =>
    `second region "${String(issue.input)}" does not offer Amazon Rekognition; use one of ${REKOGNITION_REGIONS.join(', ')}`,
});
