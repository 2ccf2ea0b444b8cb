export type ImageErrorCode = 'InvalidImageFormat' | 'ImageTooLarge' | 'ImageTooSmall';

/** The caller's image cannot be analyzed; the message says what is wrong with it and what would do. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
  readonly code: ImageErrorCode;

  constructor(code: ImageErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
