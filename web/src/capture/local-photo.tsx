import { type ChangeEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage } from './page-context.ts';

/** Offers to use a photo as the camera's picture, on the local stage alone. */
export function LocalPhoto() {
  const { local } = usePage();
  const { t } = useTranslation();
  const id = useId();
  const [said, setSaid] = useState('');
  if (!local) return null;
  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [photo] = target.files ?? [];
    if (!photo) return;
    const closer = [t('liveness.hintTooFarText'), t('liveness.hintMatchIndicatorText')];
    const found = await local.standIn(photo, { closer }).catch(() => false);
    setSaid(found ? t('local.on', { name: photo.name }) : t('local.noFace'));
  };
  return (
    <aside className="local" aria-label={t('local.title')}>
      <p>
        <strong>{t('local.title')}</strong>
      </p>
      <p>{t('local.lead')}</p>
      <label htmlFor={id}>{t('local.choose')}</label>
      <input id={id} type="file" accept="image/jpeg,image/png" onChange={choose} />
      <p role="status">{said}</p>
    </aside>
  );
}
