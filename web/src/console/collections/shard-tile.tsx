import Box from '@cloudscape-design/components/box';
import { countOf } from '../format/words.ts';
import { type Collection, fillLevel, fillText, LEVEL_NAMES } from './collection-map.ts';

/** One collection of the map: how full it is, of what, and what the second region has of it. */
export function ShardTile({ of: collection }: { readonly of: Collection }) {
  const { shard, list_id, faces, users, vectors, fill_percent, face_model_version, second_region } =
    collection;
  const level = fillLevel(fill_percent);
  const name = list_id === undefined ? `Shard ${shard}` : list_id;
  return (
    <li className={`shard shard-${level}`}>
      <Box variant="strong">{name}</Box>
      <div className="shard-bar" aria-hidden="true">
        {fill_percent !== undefined && fill_percent > 0 && (
          <span style={{ inlineSize: `${Math.min(100, fill_percent)}%` }} />
        )}
      </div>
      <Box variant="small">
        <div>
          {fill_percent === undefined
            ? LEVEL_NAMES.absent
            : `${fillText(fill_percent)}, ${LEVEL_NAMES[level]}`}
        </div>
        {faces !== undefined && <div>{countOf(faces, 'face')}</div>}
        {vectors === 'user' && users !== undefined && <div>{countOf(users, 'user vector')}</div>}
        {face_model_version !== undefined && <div>Model {face_model_version}</div>}
        {second_region && (
          <div>
            {second_region.region}:{' '}
            {second_region.faces === undefined ? 'no answer' : countOf(second_region.faces, 'face')},{' '}
            {second_region.complete ? 'complete' : 'incomplete'}
          </div>
        )}
      </Box>
    </li>
  );
}
