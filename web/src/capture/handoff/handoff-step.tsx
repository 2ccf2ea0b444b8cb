import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page-context.ts';
import type { CaptureLink } from '../session/own-session.ts';
import { Busy } from '../ui/busy.tsx';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import type { StepProps } from '../verification/step-props.ts';
import { QrCode } from './qr-code.tsx';

/** Time between two looks at what the phone does. */
const LOOK_MS = 2000;

/** Hands the session to a phone by a QR code, and follows it until the result is there. */
export function HandoffStep(props: StepProps & { readonly onBack: () => void }) {
  const { session, view, onError, onBack } = props;
  const { t, i18n } = useTranslation();
  const [link, setLink] = useState<CaptureLink>();
  const [copied, setCopied] = useState(false);
  const { run, trouble, again } = useAction(onError);
  const { local } = usePage();
  const show = useCallback(
    () =>
      run(async (key) => {
        const made = await session.captureLink(key);
        setLink(local ? { ...made, url: local.linkForPhone(made.url) } : made);
      }),
    [run, session, local],
  );
  useEffect(show, [show]);
  useFollowing(props);
  const expired = useExpiry(link?.expires_at);
  const copy = async () => {
    if (!link) return;
    await navigator.clipboard.writeText(link.url).catch(() => {});
    setCopied(true);
  };
  const time = new Intl.DateTimeFormat(i18n.language, { timeStyle: 'short' });
  return (
    <StepFrame title={t('handoff.title')}>
      {trouble && <TroubleNotice trouble={trouble} onAgain={again} />}
      {!link && !trouble && <Busy text={t('page.loading')} />}
      {link && (
        <>
          <p>{t('handoff.lead')}</p>
          {!expired && <QrCode text={link.url} label={t('handoff.code')} />}
          <p className="hint">
            {expired
              ? t('handoff.expired')
              : t('handoff.until', { time: time.format(new Date(link.expires_at)) })}
          </p>
        </>
      )}
      <p role="status">
        {copied ? t('handoff.copied') : view.liveness_passed ? t('handoff.faceDone') : t('handoff.follows')}
      </p>
      <div className="buttons">
        {link && !expired && (
          <button type="button" onClick={copy}>
            {t('handoff.copy')}
          </button>
        )}
        {expired && (
          <button type="button" className="primary" onClick={show}>
            {t('handoff.renew')}
          </button>
        )}
        <button type="button" onClick={onBack}>
          {t('handoff.here')}
        </button>
      </div>
    </StepFrame>
  );
}

/** Reads the session now and then; a look that fails is followed by another one. */
function useFollowing({ session, take }: StepProps): void {
  useEffect(() => {
    let isLooking = false;
    const look = async () => {
      if (isLooking) return;
      isLooking = true;
      try {
        take(await session.view());
      } catch {
        // the next look may find a network
      } finally {
        isLooking = false;
      }
    };
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [session, take]);
}

/** Returns whether a time is over. */
function useExpiry(at: string | undefined): boolean {
  const [expired, setExpired] = useState(false);
  useEffect(() => {
    setExpired(false);
    if (!at) return;
    const timer = setTimeout(() => setExpired(true), Math.max(0, new Date(at).getTime() - Date.now()));
    return () => clearTimeout(timer);
  }, [at]);
  return expired;
}
