import { answerOf } from '@face-idv/client';
import { useState } from 'react';
import { useApi, useOperator } from '../../api/operator-context.tsx';
import { reachableUrl } from '../../api/reachable-url.ts';
import { withReason } from '../../api/with-reason.ts';

/** How far the view of one image is. */
export type ImageView =
  | { readonly state: 'asked' }
  | { readonly state: 'shown'; readonly url: string }
  | { readonly state: 'hidden'; readonly url: string }
  | { readonly state: 'refused'; readonly error: unknown };

/** Views of a case's images, each of which is recorded. */
export function useImageViews(caseId: string) {
  const api = useApi();
  const { config } = useOperator();
  const [views, setViews] = useState<Readonly<Record<string, ImageView>>>({});
  const [reason, setReason] = useState<string>();
  const set = (image: string, view: ImageView): void => setViews((all) => ({ ...all, [image]: view }));

  const view = async (image: string, why: string): Promise<void> => {
    set(image, { state: 'asked' });
    try {
      const params = { path: { id: caseId, image }, header: withReason(why) };
      const { url } = await answerOf(api.POST('/review-cases/{id}/image-views/{image}', { params }));
      set(image, { state: 'shown', url: reachableUrl(url, config, location.origin) });
    } catch (error) {
      set(image, { state: 'refused', error });
    }
  };
  const show = (images: readonly string[], why: string): void => {
    setReason(why);
    for (const image of images) {
      const known = views[image];
      // what was viewed is here already: it opens without another view
      if (known?.state === 'hidden') set(image, { state: 'shown', url: known.url });
      else if (known?.state !== 'shown' && known?.state !== 'asked') view(image, why);
    }
  };
  const hide = (image: string): void =>
    setViews((all) => {
      const known = all[image];
      return known?.state === 'shown' ? { ...all, [image]: { state: 'hidden', url: known.url } } : all;
    });
  return {
    /** Given once for all images of the case. */
    reason,
    of: (image: string): ImageView | undefined => views[image],
    show,
    hide,
    hideAll: () => Object.keys(views).forEach(hide),
  };
}
