import Button from '@cloudscape-design/components/button';
import { answerOf, type components } from '@face-idv/client';
import { useState } from 'react';
import { useApi, useMay } from '../../api/operator-context.tsx';
import { usePages } from '../../api/use-pages.ts';
import { withReason } from '../../api/with-reason.ts';
import { humanize } from '../../format/words.ts';
import { useNotify } from '../../parts/notifications.tsx';
import { PagedTable } from '../../parts/paged-table.tsx';
import { ReasonModal } from '../../parts/reason-modal.tsx';
import { Time } from '../../parts/time.tsx';

type Face = components['schemas']['UserFace'];

/** Enrolled faces of a user. */
export function FacesPanel({ userId }: { readonly userId: string }) {
  const api = useApi();
  const notify = useNotify();
  const mayDelete = useMay('operate');
  const [leaving, setLeaving] = useState<Face>();
  const pages = usePages<Face>(`faces ${userId}`, (_cursor, signal) =>
    answerOf(api.GET('/users/{user_id}/faces', { params: { path: { user_id: userId } }, signal })),
  );
  const remove = async ({ face_id }: Face, reason: string): Promise<void> => {
    const params = { path: { user_id: userId, face_id }, header: withReason(reason) };
    await answerOf(api.DELETE('/users/{user_id}/faces/{face_id}', { params }));
    notify('The face is deleted.');
    pages.reload();
  };
  return (
    <>
      <PagedTable
        pages={pages}
        title="Faces"
        description="Each face is in one collection of every generation in use."
        empty="No face of this user is enrolled."
        columns={[
          {
            id: 'face',
            header: 'Face',
            isRowHeader: true,
            minWidth: 200,
            cell: ({ face_id }) => <span className="wraps">{face_id}</span>,
          },
          {
            id: 'collection',
            header: 'Collection',
            minWidth: 180,
            cell: ({ collection_id, face_model_version }) => (
              <>
                <span className="wraps">{collection_id}</span>
                <div className="muted">Model {face_model_version}</div>
              </>
            ),
          },
          { id: 'source', header: 'Source', cell: ({ source }) => humanize(source) },
          { id: 'created', header: 'Enrolled', cell: ({ created_at }) => <Time at={created_at} /> },
          ...(mayDelete
            ? [
                {
                  id: 'delete',
                  header: 'Actions',
                  cell: (face: Face) => (
                    <Button
                      variant="inline-link"
                      ariaLabel={`Delete face ${face.face_id}`}
                      onClick={() => setLeaving(face)}
                    >
                      Delete
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {leaving && (
        <ReasonModal
          title="Delete this face?"
          confirm="Delete face"
          onConfirm={(reason) => remove(leaving, reason)}
          onClose={() => setLeaving(undefined)}
        >
          It is deleted from every collection, with its image. A user without faces has to register again.
          This cannot be undone.
        </ReasonModal>
      )}
    </>
  );
}
