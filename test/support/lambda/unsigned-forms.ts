import type { UploadForms, UploadTerms } from '../../../lambda/images/ports/upload-form.ts';

/** Forms that nobody has signed; their fields say what was asked for. */
export const unsignedForms: UploadForms = {
  sign: async (terms: UploadTerms) => ({
    url: 'https://evidence.example.com',
    fields: Object.fromEntries(
      Object.entries({ ...terms, ...terms.place, place: undefined })
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => [name, String(value)]),
    ),
  }),
};
