import './collections.css';
import Button from '@cloudscape-design/components/button';
import { useApi } from '../api/operator-context.tsx';
import { useLoaded } from '../api/use-loaded.ts';
import { LoadedView } from '../parts/loaded-view.tsx';
import { Page } from '../parts/page.tsx';
import { generationsOf } from './collection-map.ts';
import { GenerationPanel } from './generation-panel.tsx';
import { readCollections } from './read-collections.ts';

/** The collections that hold the tenant's faces, as a map of shards by generation. */
export function CollectionsPage() {
  const api = useApi();
  const collections = useLoaded('collections', (signal) => readCollections(api, signal));
  return (
    <Page
      title="Collections"
      description="Where the faces are, and how much room is left. A collection holds 20 million faces."
      actions={
        <Button
          iconName="refresh"
          ariaLabel="Refresh"
          loading={collections.isLoading}
          onClick={collections.reload}
        />
      }
    >
      <LoadedView of={collections} what="the collections">
        {(data) =>
          generationsOf(data).map((generation) => <GenerationPanel key={generation.name} of={generation} />)
        }
      </LoadedView>
    </Page>
  );
}
