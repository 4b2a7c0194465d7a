/** The folder of the files that hold rows. */
export const DATA_FOLDER = 'data';
export const README = 'README.md';
export const CROISSANT = 'croissant.json';
export const MANIFEST = 'manifest.json';
