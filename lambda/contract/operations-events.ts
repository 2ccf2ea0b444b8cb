/** Events that the product raises on the account's default bus. */
export const EVENT_SOURCE = 'face-idv';
export const FACE_MODEL_BEHIND = 'Face Model Behind';
