import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AlternativeReason } from '../session/own-session.ts';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import type { StepProps } from './step-props.ts';

export const REASONS = [
  'photosensitive',
  'no_suitable_camera',
  'does_not_want_face_check',
  'other',
] as const satisfies readonly AlternativeReason[];

/** Lets the person ask for another way than the usual check, for a reason without details. */
export function AlternativeStep(props: StepProps & { readonly onBack: () => void }) {
  const { session, view, take, advance, onError, onBack } = props;
  const { t } = useTranslation();
  const [reason, setReason] = useState<AlternativeReason>();
  const { run, busy, trouble, again } = useAction(onError);
  // a session that waits for the staff has its check behind it: only the document is left
  const means =
    view.status === 'in_review' || reason === 'does_not_want_face_check' ? 'document_review' : undefined;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!reason) return;
    run(async (key) => {
      take(await session.takeAlternative(reason, means, key));
      advance({ ready: false });
      onBack();
    });
  };
  return (
    <StepFrame title={t('alternative.title')}>
      <form onSubmit={submit}>
        <p>{t('alternative.lead')}</p>
        <fieldset>
          <legend>{t('alternative.legend')}</legend>
          {REASONS.map((one) => (
            <label key={one} className="choice">
              <input
                type="radio"
                name="reason"
                required
                checked={one === reason}
                onChange={() => setReason(one)}
              />
              {t(`alternative.${one}`)}
            </label>
          ))}
        </fieldset>
        {reason && reason !== 'photosensitive' && <p className="hint">{t('alternative.withoutFace')}</p>}
        {trouble && <TroubleNotice trouble={trouble} onAgain={again} />}
        <div className="buttons">
          <button type="submit" className="primary" disabled={busy}>
            {t('alternative.submit')}
          </button>
          <button type="button" onClick={onBack}>
            {t('page.back')}
          </button>
        </div>
      </form>
    </StepFrame>
  );
}
