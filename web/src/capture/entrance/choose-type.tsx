import { useTranslation } from 'react-i18next';
import { StepFrame } from '../ui/step-frame.tsx';
import { OWN_TYPES, type OwnType } from './address.ts';

/** Asks what the person wants, where the address does not say. */
export function ChooseType({ onChosen }: { readonly onChosen: (type: OwnType) => void }) {
  const { t } = useTranslation();
  return (
    <StepFrame title={t('type.title')}>
      <ul className="choices">
        {OWN_TYPES.map((type) => (
          <li key={type}>
            <button type="button" onClick={() => onChosen(type)}>
              <strong>{t(`type.${type}`)}</strong>
              <span>{t(`type.${type}Hint`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </StepFrame>
  );
}
