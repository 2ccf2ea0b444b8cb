import Button from '@cloudscape-design/components/button';
import Spinner from '@cloudscape-design/components/spinner';
import { useState } from 'react';
import { ProblemAlert } from '../../parts/problem-alert.tsx';
import { type CaseDetail, imageName } from './case-words.ts';
import type { ImageView } from './use-image-views.ts';

type Image = CaseDetail['images'][number];

interface CaseImageProps {
  readonly image: Image;
  readonly view: ImageView | undefined;
  /** @default - the operator's role sees no images */
  readonly onShow?: () => void;
  readonly onHide: () => void;
}

/** One image of a case, blurred until it is asked for, with the box of the face that was compared. */
export function CaseImage({ image, view, onShow, onHide }: CaseImageProps) {
  const [isLost, setLost] = useState(false);
  const name = imageName(image);
  const isShown = view?.state === 'shown';
  return (
    <figure className="case-image">
      <figcaption>
        <span>
          <strong>{name}</strong>
          {image.session_id !== undefined && <div className="muted wraps">{image.session_id}</div>}
        </span>
        {isShown && (
          <Button variant="inline-link" ariaLabel={`Hide ${name.toLowerCase()}`} onClick={onHide}>
            Hide
          </Button>
        )}
      </figcaption>
      {view?.state === 'refused' && (
        <ProblemAlert error={view.error} {...(onShow ? { onRetry: onShow } : {})} />
      )}
      {view && 'url' in view ? (
        <div className={isShown ? 'case-picture' : 'case-picture case-picture-hidden'}>
          <img
            src={view.url}
            alt={isLost ? 'The image could not be loaded' : isShown ? `${name}` : ''}
            onError={() => setLost(true)}
          />
          {isShown && image.face_box && <FaceBox of={image.face_box} />}
          {!isShown && <ShowButton name={name} {...(onShow ? { onShow } : {})} />}
        </div>
      ) : (
        view?.state !== 'refused' && (
          <div className={onShow ? 'case-picture case-picture-unseen' : 'case-picture case-picture-never'}>
            {view?.state === 'asked' ? (
              <Spinner size="large" />
            ) : (
              <ShowButton name={name} {...(onShow ? { onShow } : {})} />
            )}
          </div>
        )
      )}
    </figure>
  );
}

function ShowButton({ name, onShow }: { readonly name: string; readonly onShow?: () => void }) {
  if (!onShow) return <span className="muted">Hidden</span>;
  return (
    <span className="case-show">
      <Button iconName="view-full" ariaLabel={`Show ${name.toLowerCase()}`} onClick={onShow}>
        Show
      </Button>
    </span>
  );
}

const percent = (share: number): string => `${(share * 100).toFixed(2)}%`;

const FaceBox = ({ of: { left, top, width, height } }: { readonly of: NonNullable<Image['face_box']> }) => (
  <div
    className="face-box"
    style={{ left: percent(left), top: percent(top), width: percent(width), height: percent(height) }}
  />
);
