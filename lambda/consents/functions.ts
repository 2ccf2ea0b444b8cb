import * as z from 'zod/mini';
import { IDEMPOTENCY, QUERY } from '../platform/access.ts';
import { consentTexts, route } from '../platform/environment.ts';
import type { FunctionDefinitions } from '../platform/function-definition.ts';
import { everyone, operator } from '../platform/route.ts';
import {
  consentReceiptList,
  consentReceiptView,
  consentTextPage,
  consentTextView,
  giveConsentRequest,
  listConsentsQuery,
  listConsentTextsQuery,
  publishConsentTextRequest,
  withdrawConsentRequest,
} from './contract.ts';

export const CONSENTS_FUNCTIONS = {
  'consents-api': {
    environment: z.object({ ...route, ...consentTexts }),
    access: { control: [...IDEMPOTENCY, QUERY] },
    routes: {
      'list-consent-texts': {
        method: 'GET',
        path: '/consent-texts',
        scopes: everyone,
        role: 'viewer',
        audit: 'nothing_personal',
        idempotent: false,

        summary: 'List the consent texts, without what they say.',
        query: listConsentTextsQuery,
        success: { status: 200, description: 'All texts.', schema: consentTextPage },
        problems: [],
      },
      'publish-consent-text': {
        method: 'POST',
        path: '/consent-texts',
        scopes: operator,
        role: 'administrator',
        audit: { action: 'consent_text.publish' },
        idempotent: true,

        summary: 'Publish a consent text, which never changes afterwards.',
        body: publishConsentTextRequest,
        success: {
          status: 201,
          description: 'The text. Publishing the same one again changes nothing.',
          schema: consentTextView,
        },
        problems: ['consent_text_published'],
      },
      'give-consent': {
        method: 'POST',
        path: '/consents',
        scopes: everyone,
        role: 'administrator',
        audit: { action: 'consent.give' },
        idempotent: true,

        summary: 'Record that a person consents to a text, and get the receipt.',
        body: giveConsentRequest,
        success: {
          status: 201,
          description: 'The receipt: a new one, or the valid one for the same text and purpose.',
          schema: consentReceiptView,
        },
        problems: ['consent_text_unknown'],
      },
      'list-consents': {
        method: 'GET',
        path: '/consents',
        scopes: everyone,
        role: 'viewer',
        audit: { action: 'consent.list' },
        idempotent: false,

        summary: "List a user's consent receipts, newest first.",
        query: listConsentsQuery,
        success: {
          status: 200,
          description: 'All receipts of the user, not in pages: they are few.',
          schema: consentReceiptList,
        },
        problems: [],
      },
      'withdraw-consent': {
        method: 'POST',
        path: '/consents/{id}/withdrawal',
        scopes: ['self', 'users', 'operate'],
        role: 'administrator',
        audit: { action: 'consent.withdraw' },
        idempotent: true,

        summary: 'Withdraw consent: nothing of the person is processed any more, and their erasure begins.',
        body: withdrawConsentRequest,
        success: {
          status: 200,
          description: 'The withdrawn receipt. Every other valid one of the user is withdrawn with it.',
          schema: consentReceiptView,
        },
        problems: ['not_found'],
      },
    },
  },
} as const satisfies FunctionDefinitions;
