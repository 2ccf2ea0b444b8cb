import type { z } from 'zod';
import type { consentTextsSchema } from '../lambda/consents/contract.ts';

/**
 * Samples, so that a new deployment can be tried: replace them with texts that your lawyers have written,
 * each under a `notice_version` of its own. The second one names what the Biometric Information Privacy Act
 * of Illinois asks for (740 ILCS 14/15(b)): that a biometric identifier is stored, for what, and for how
 * long.
 */
export const SAMPLE_CONSENT_TEXTS = [
  {
    notice_version: '2026-01',
    locale: 'en',
    title: 'Sample: your face and your identity',
    body: [
      'To verify your identity we take pictures of your face, check that you are present, and compare them with your identity document and with the faces of other accounts.',
      'From your face we compute a template, by which we recognize you when you sign in or confirm a payment. We keep it until you close your account, and for three years after you last used it at most.',
      'You need not agree: ask for another way to verify. You can withdraw your consent at any time; we then delete your pictures and the template.',
    ].join('\n\n'),
  },
  {
    notice_version: '2026-01',
    locale: 'en',
    jurisdiction: 'US-IL',
    title: 'Sample: written release for your face geometry',
    body: [
      'We collect, store and use your biometric identifier, a scan of the geometry of your face, and biometric information derived from it, to verify your identity and to recognize you when you sign in or confirm a payment.',
      'We keep them until that purpose is met or for three years after your last interaction with us, whichever is first, and then destroy them permanently. We do not sell, lease or trade them.',
      'By agreeing you execute this written release. You can withdraw it at any time; we then destroy them.',
    ].join('\n\n'),
  },
  {
    notice_version: '2026-01',
    locale: 'de',
    title: 'Muster: Ihr Gesicht und Ihre Identität',
    body: [
      'Um Ihre Identität zu prüfen, nehmen wir Bilder Ihres Gesichts auf, stellen fest, dass Sie anwesend sind, und vergleichen die Bilder mit Ihrem Ausweis und mit den Gesichtern anderer Konten.',
      'Aus Ihrem Gesicht berechnen wir ein Template, an dem wir Sie erkennen, wenn Sie sich anmelden oder eine Zahlung bestätigen. Wir behalten es, bis Sie Ihr Konto schließen, höchstens aber drei Jahre nach der letzten Nutzung.',
      'Sie müssen nicht zustimmen: Verlangen Sie einen anderen Weg. Sie können Ihre Einwilligung jederzeit widerrufen; wir löschen dann Ihre Bilder und das Template.',
    ].join('\n\n'),
  },
] satisfies z.input<typeof consentTextsSchema>;
