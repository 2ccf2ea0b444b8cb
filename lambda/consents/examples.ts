import type { Examples } from '../platform/route.ts';

const ENTRY = {
  notice_version: '2026-01',
  locale: 'en',
  jurisdiction: 'US-IL',
  purposes: ['identity_verification', 'authentication'],
  title: 'Your face and your identity',
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  origin: 'operator',
  published_at: '2026-03-02T12:00:00.000Z',
  published_by: '7f3c2b1a-9d8e-4f60-a1b2-c3d4e5f60718',
};

const {
  published_at: _unstored,
  published_by: _nobody,
  ...SAMPLE
} = {
  ...ENTRY,
  locale: 'de',
  jurisdiction: 'DE',
  title: 'Ihr Gesicht und Ihre Identität',
  sha256: '60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752',
  origin: 'stage',
};

const BODY =
  'We compare your face with your identity document and with the faces of other accounts, and keep a template of it until you close your account. You can withdraw your consent at any time.';

const TEXT = { ...ENTRY, body: BODY };

const RECEIPT = {
  id: 'cr_01kjq8w0g3x7c9v2m5n8b4t6rd',
  user_id: 'customer-4711',
  purpose: 'identity_verification',
  notice_version: '2026-01',
  text_sha256: ENTRY.sha256,
  locale: 'en',
  jurisdiction: 'US-IL',
  channel: 'app',
  given_at: '2026-03-02T12:00:00.000Z',
  recorded_by: 'backend',
  status: 'given',
};

export const CONSENTS_EXAMPLES = {
  'list-consent-texts': { answer: { data: [ENTRY, SAMPLE] } },
  'publish-consent-text': {
    body: {
      notice_version: '2026-01',
      locale: 'en',
      jurisdiction: 'US-IL',
      title: ENTRY.title,
      body: BODY,
    },
    answer: TEXT,
  },
  'get-consent-text': { answer: TEXT },
  'give-consent': {
    body: {
      user_id: 'customer-4711',
      purpose: 'identity_verification',
      notice_version: '2026-01',
      locale: 'en-US',
      jurisdiction: 'US-IL',
      channel: 'app',
    },
    answer: RECEIPT,
  },
  'list-consents': { answer: { data: [RECEIPT] } },
  'withdraw-consent': {
    body: { user_id: 'customer-4711' },
    answer: {
      ...RECEIPT,
      status: 'withdrawn',
      withdrawn_at: '2026-06-01T09:30:00.000Z',
      withdrawn_by: 'person',
    },
  },
} as const satisfies Examples;
