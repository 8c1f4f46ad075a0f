/** What looks like a picture by its name: only these are reported when they are none. */
export const PICTURE_NAME = /\.(jpe?g|png|webp|avif|gif|tiff?|svg|heic|heif|bmp|jxl|psd)$/i;
