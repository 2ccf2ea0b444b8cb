import { useTranslation } from 'react-i18next';
import type { Session } from '../session/own-session.ts';

interface AnotherWayProps {
  readonly view: Session;
  readonly onAlternative: () => void;
  readonly className?: string;
}

/** Whether this page has another way than the usual check: without a face, only a document can be judged. */
const hasAnotherWay = ({ type }: Session): boolean => type === 'registration';

/** Button of the other way, where there is one. */
export function AnotherWay({ view, onAlternative, className }: AnotherWayProps) {
  const { t } = useTranslation();
  if (!hasAnotherWay(view)) return null;
  return (
    <button type="button" className={className} onClick={onAlternative}>
      {t('ready.another')}
    </button>
  );
}

/** Says where to turn to for another way, where this page has none. */
export function NoOtherWay({ view }: { readonly view: Session }) {
  const { t } = useTranslation();
  return hasAnotherWay(view) ? null : <p>{t('alternative.none')}</p>;
}
