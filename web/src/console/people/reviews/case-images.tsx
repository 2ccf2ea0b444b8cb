import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useEffect, useRef, useState } from 'react';
import { ReasonModal } from '../../parts/reason-modal.tsx';
import { RouteLink } from '../../parts/route-link.tsx';
import { type CaseColumn, columnsOf } from './case-columns.ts';
import { CaseImage } from './case-image.tsx';
import type { CaseDetail } from './case-words.ts';
import { PersonFacts } from './person-facts.tsx';
import { useImageViews } from './use-image-views.ts';

interface CaseImagesProps {
  readonly found: CaseDetail;
  readonly mayView: boolean;
  /** How often the images were asked for by a key. */
  readonly asked: number;
}

/** The people of a case beside each other, each with images and reports. */
export function CaseImages({ found, mayView, asked }: CaseImagesProps) {
  const views = useImageViews(found.id);
  const [pending, setPending] = useState<readonly string[]>();
  const all = found.images.map(({ id }) => id);
  const show = (ids: readonly string[]): void => {
    if (views.reason === undefined) setPending(ids);
    else views.show(ids, views.reason);
  };
  const onAsked = useRef(() => {});
  onAsked.current = () => show(all.filter((id) => !views.of(id)));
  useEffect(() => {
    if (asked > 0) onAsked.current();
  }, [asked]);
  return (
    <Container
      header={
        <Header
          variant="h2"
          description={
            mayView
              ? 'Each view is recorded with your reason before the image opens.'
              : 'Images take the role reviewer.'
          }
          actions={
            mayView &&
            all.length > 0 && (
              <SpaceBetween direction="horizontal" size="xs">
                <Button onClick={views.hideAll}>Hide images</Button>
                <Button onClick={() => show(all)}>Show images</Button>
              </SpaceBetween>
            )
          }
        >
          People
        </Header>
      }
    >
      <div className="case-columns">
        {columnsOf(found).map((column) => (
          <section key={column.key}>
            <ColumnTitle column={column} />
            <SpaceBetween size="m">
              {column.images.length === 0 && <div className="muted">There are no images.</div>}
              {column.images.map((image) => (
                <CaseImage
                  key={image.id}
                  image={image}
                  view={views.of(image.id)}
                  {...(mayView ? { onShow: () => show([image.id]) } : {})}
                  onHide={() => views.hide(image.id)}
                />
              ))}
              {column.person && <PersonFacts person={column.person} />}
            </SpaceBetween>
          </section>
        ))}
      </div>
      {pending && (
        <ReasonModal
          title={pending.length === 1 ? 'View this image?' : 'View the images?'}
          confirm="View"
          onConfirm={async (reason) => views.show(pending, reason)}
          onClose={() => setPending(undefined)}
        >
          Every image is recorded as viewed by you. The reason holds for further images of this case until you
          leave the page.
        </ReasonModal>
      )}
    </Container>
  );
}

function ColumnTitle({ column: { person, entry } }: { readonly column: CaseColumn }) {
  return (
    <h3 className="wraps">
      {person && <RouteLink to={`/users/${encodeURIComponent(person.user_id)}`}>{person.user_id}</RouteLink>}
      {entry && (
        <RouteLink to={`/watchlists?list=${entry.list_id}`}>
          Entry {entry.entry_id} of {entry.list_id}
        </RouteLink>
      )}
    </h3>
  );
}
