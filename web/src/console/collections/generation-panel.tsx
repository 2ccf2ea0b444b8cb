import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { formatNumber } from '../format/numbers.ts';
import { countOf } from '../format/words.ts';
import { Facts } from '../machine/facts.tsx';
import { Status } from '../machine/status.tsx';
import { fillText, type Generation, STATE_MEANINGS } from './collection-map.ts';
import { ShardTile } from './shard-tile.tsx';

/** A generation of collections: what it is for, how much room it has, and each of its shards. */
export function GenerationPanel({ of: generation }: { readonly of: Generation }) {
  const { name, state, shardKey, vectors, models, faces, room, fullest, shards, watchlists } = generation;
  const { secondRegion } = generation;
  return (
    <Container
      header={
        <Header variant="h2" description={STATE_MEANINGS[state]} actions={<Status of={state} />}>
          Generation {name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        <Facts
          of={{
            Shards: `${countOf(shards.length, 'shard')} by ${shardKey}`,
            Faces: `${formatNumber(faces)}, room for ${formatNumber(room)} more`,
            'Fullest shard': fillText(fullest),
            'Face model': models.length > 0 ? models.join(', ') : 'not known',
            'Searches compare': vectors === 'user' ? 'user vectors' : 'faces',
            ...(secondRegion
              ? {
                  'Second region': `${secondRegion.region}: ${secondRegion.complete} of ${countOf(secondRegion.of, 'collection')} complete`,
                }
              : {}),
          }}
        />
        <ul className="shard-map" aria-label={`Shards of generation ${name}`}>
          {shards.map((shard) => (
            <ShardTile key={shard.id} of={shard} />
          ))}
        </ul>
        {watchlists.length > 0 && (
          <SpaceBetween size="xs">
            <Box variant="h3">Watchlists</Box>
            <ul className="shard-map" aria-label={`Watchlists of generation ${name}`}>
              {watchlists.map((list) => (
                <ShardTile key={list.id} of={list} />
              ))}
            </ul>
          </SpaceBetween>
        )}
      </SpaceBetween>
    </Container>
  );
}
