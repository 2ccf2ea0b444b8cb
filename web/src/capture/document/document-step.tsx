import { type ChangeEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Busy } from '../ui/busy.tsx';
import { StepFrame } from '../ui/step-frame.tsx';
import { TroubleNotice } from '../ui/trouble-notice.tsx';
import { useAction } from '../ui/use-action.ts';
import type { StepProps } from '../verification/step-props.ts';
import { DocumentCamera } from './document-camera.tsx';
import { type JudgedPhoto, judgePhoto } from './photo.ts';

/** Takes the photo of a document, and judges it before it is uploaded. */
export function DocumentStep({ session, view, advance, onError }: StepProps) {
  const { t } = useTranslation();
  const [judged, setJudged] = useState<JudgedPhoto>();
  const [looking, setLooking] = useState(false);
  const [filming, setFilming] = useState(false);
  const [noCamera, setNoCamera] = useState(false);
  const { run, busy, trouble, again } = useAction(onError);
  const lastError = view.status === 'requires_input' ? view.last_error : undefined;
  const look = async (photo: Blob) => {
    setFilming(false);
    setLooking(true);
    setJudged(await judgePhoto(photo));
    setLooking(false);
  };
  const use = (photo: Blob) =>
    run(async () => {
      await session.upload(photo);
      advance({ uploaded: true });
    });
  if (filming)
    return (
      <StepFrame title={t('document.title')}>
        <DocumentCamera
          onPhoto={look}
          onFault={() => {
            setFilming(false);
            setNoCamera(true);
          }}
          onBack={() => setFilming(false)}
        />
      </StepFrame>
    );
  if (looking || busy)
    return (
      <StepFrame title={t('document.title')}>
        <Busy text={busy ? t('document.sending') : t('document.looking')} />
      </StepFrame>
    );
  const photo = judged && !judged.finding ? judged.photo : undefined;
  return (
    <StepFrame title={photo ? t('document.preview') : t('document.title')}>
      {judged?.finding && (
        <p className="notice trouble" role="alert">
          {t(`document.finding.${judged.finding}`)}
        </p>
      )}
      {lastError && !judged && (
        <div className="notice trouble" role="alert">
          <p>{t(`message.${lastError.user_message_key}`)}</p>
          <p className="hint">{t('page.attempts', { count: view.attempts_remaining })}</p>
        </div>
      )}
      {noCamera && (
        <p className="notice" role="alert">
          {t('document.noCamera')}
        </p>
      )}
      {trouble && <TroubleNotice trouble={trouble} onAgain={again} />}
      {photo ? (
        <>
          <PhotoPreview photo={photo} label={t('document.preview')} />
          <p>{t('document.check')}</p>
          <div className="buttons">
            <button type="button" className="primary" onClick={() => use(photo)}>
              {t('document.use')}
            </button>
            <button type="button" onClick={() => setJudged(undefined)}>
              {t('document.another')}
            </button>
          </div>
        </>
      ) : (
        <>
          <p>{t('document.lead')}</p>
          <div className="buttons">
            {!noCamera && (
              <button type="button" className="primary" onClick={() => setFilming(true)}>
                {t('document.useCamera')}
              </button>
            )}
            <ChoosePhoto onPhoto={look} />
          </div>
        </>
      )}
    </StepFrame>
  );
}

function ChoosePhoto({ onPhoto }: { readonly onPhoto: (photo: Blob) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [photo] = target.files ?? [];
    if (photo) onPhoto(photo);
    // the same file may be chosen again
    target.value = '';
  };
  return (
    <div className="file">
      <label htmlFor={id}>{t('document.choose')}</label>
      <input
        id={id}
        type="file"
        accept="image/jpeg,image/png"
        aria-describedby={`${id}-hint`}
        onChange={choose}
      />
      <span className="hint" id={`${id}-hint`}>
        {t('document.formats')}
      </span>
    </div>
  );
}

function PhotoPreview({ photo, label }: { readonly photo: Blob; readonly label: string }) {
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(photo);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [photo]);
  return <img className="preview" src={url} alt={label} />;
}
