import { answerOf, apiClient } from '@face-idv/client';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from '../page-context.ts';
import type { AlternativeReason, ConsentText } from '../session/own-session.ts';
import { isLocked, type Trouble } from '../session/trouble.ts';
import { Busy } from '../ui/busy.tsx';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import { ConsentBody } from '../verification/consent-body.tsx';
import type { OwnType } from './address.ts';
import { createSession, type Doors, type Entered, enterAsPerson } from './enter.ts';
import { deviceId, keepEntrance } from './kept-entrance.ts';
import { newestNotice, purposeOf } from './newest-notice.ts';

interface NewSessionProps {
  readonly doors: Doors;
  readonly type: OwnType;
  readonly onEntered: (entered: Entered) => void;
  readonly onType: (type: OwnType | undefined) => void;
}

/** What somebody wants to do who asked for something that is done already, or not possible yet. */
const INSTEAD: Readonly<Partial<Record<Trouble['kind'], OwnType>>> = {
  user_already_enrolled: 'authentication',
  user_not_enrolled: 'registration',
};

/** Shows the text of the person's language and law, and creates a session once they agree to it. */
export function NewSession({ doors, type, onEntered, onType }: NewSessionProps) {
  const { t } = useTranslation();
  const { address, locale } = usePage();
  const place = { locale, ...(address.jurisdiction ? { jurisdiction: address.jurisdiction } : {}) };
  const text = useConsentText(doors, type);
  const creating = useAction();
  const create = (found: ConsentText, reason?: AlternativeReason) =>
    creating.run(async (key) => {
      const id = await createSession(
        doors,
        {
          type,
          device: { id: deviceId() },
          consent: { given: true, notice_version: found.notice_version, channel: 'web', ...place },
          ...(type === 're_enrollment' ? { enrollment: { mode: address.mode } } : {}),
          ...(reason ? { alternative_path: { reason, means: 'document_review' as const } } : {}),
        },
        key,
      );
      keepEntrance({ kind: 'person', sessionId: id, type });
      onEntered(enterAsPerson(doors, id));
    });
  if (!text.found)
    return text.trouble ? (
      <StepFrame title={t('trouble.title')}>
        <TroubleNotice trouble={text.trouble} onAgain={text.again} />
      </StepFrame>
    ) : (
      <Busy text={t('page.loading')} />
    );
  const { found } = text;
  const { trouble } = creating;
  const instead = trouble && INSTEAD[trouble.kind];
  return (
    <StepFrame title={found.title}>
      <ConsentBody text={found} />
      {trouble && <TroubleNotice trouble={trouble} onAgain={creating.again} />}
      <div className="buttons">
        {instead ? (
          <button type="button" className="primary" onClick={() => onType(instead)}>
            {t(`type.${instead}`)}
          </button>
        ) : trouble && isLocked(trouble) && type === 'registration' ? (
          <button
            type="button"
            className="primary"
            disabled={creating.busy}
            onClick={() => create(found, 'other')}
          >
            {t('ready.another')}
          </button>
        ) : (
          <button type="button" className="primary" disabled={creating.busy} onClick={() => create(found)}>
            {t('consent.agree')}
          </button>
        )}
        <button type="button" onClick={() => onType(undefined)}>
          {t('consent.decline')}
        </button>
      </div>
    </StepFrame>
  );
}

function useConsentText(doors: Doors, type: OwnType) {
  const { address, locale } = usePage();
  const { notice, jurisdiction } = address;
  const [found, setFound] = useState<ConsentText>();
  const { run, trouble, again } = useAction();
  const load = useCallback(async () => {
    const api = apiClient({ apiUrl: doors.apiUrl, accessToken: doors.accessToken });
    const purpose = purposeOf(type);
    const version =
      notice ??
      newestNotice((await answerOf(api.GET('/consent-texts'))).data, purpose, jurisdiction) ??
      'unknown';
    const params = {
      path: { notice_version: version },
      query: { locale, purpose, ...(jurisdiction ? { jurisdiction } : {}) },
    };
    setFound(await answerOf(api.GET('/consent-texts/{notice_version}', { params })));
  }, [doors, type, notice, jurisdiction, locale]);
  useEffect(() => run(load), [run, load]);
  return { found, trouble, again };
}
