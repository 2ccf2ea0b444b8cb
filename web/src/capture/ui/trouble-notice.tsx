import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { forgetRefusedToken, signInAgain } from '../entrance/refused-access.ts';
import { isWithoutAccess, type Trouble } from '../session/trouble.ts';

interface TroubleNoticeProps {
  readonly trouble: Trouble;
  readonly onAgain?: (() => void) | undefined;
}

/** Says what went wrong and what to do about it, at once. */
export function TroubleNotice({ trouble, onAgain }: TroubleNoticeProps) {
  const { t } = useTranslation();
  const { kind, minutes = 1, requestId, repeatable } = trouble;
  const isRefused = kind === 'unauthorized';
  useEffect(() => {
    if (isRefused) forgetRefusedToken();
  }, [isRefused]);
  return (
    <div className="notice trouble" role="alert">
      <p>{t(`trouble.${kind}`, { count: minutes })}</p>
      {requestId && (kind === 'unexpected' || kind === 'internal_error') && (
        <p className="hint">{t('page.requestId', { id: requestId })}</p>
      )}
      {isWithoutAccess(trouble) && (
        <button type="button" onClick={() => void signInAgain()}>
          {t('signIn.submit')}
        </button>
      )}
      {repeatable && onAgain && (
        <button type="button" onClick={onAgain}>
          {t('page.again')}
        </button>
      )}
    </div>
  );
}
