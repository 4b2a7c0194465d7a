import { CROISSANT_CONTEXT } from './croissant-context.ts';
import type { ExportColumn } from './export-column.ts';
import type { ExportPlan } from './export-plan.ts';
import type { ExportedFile, ExportedSplit } from './exported-file.ts';

/** The record set of the splits' names. A split's own name has no `-`. */
const SPLITS = 'split-names';
/** As the specification and mlcroissant have it; the registered name is one that mlcroissant does not read. */
const PARQUET = 'application/x-parquet';

/**
 * The description of an export in Croissant 1.1: https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html. Each split is a
 * file set and a record set of its name; each file is there with its SHA-256.
 * @param others the export's files that hold no rows
 */
export function croissant(
  plan: ExportPlan,
  columns: readonly ExportColumn[],
  splits: readonly ExportedSplit[],
  others: readonly (ExportedFile & { readonly encodingFormat: string })[],
): string {
  const { version, choice } = plan;
  const described = {
    '@context': CROISSANT_CONTEXT,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.1',
    name: version.dataset,
    description: `Rows of the Tidemark version ${version.id} (sha256:${version.sha256}), which hold what the table ${version.facts.source.table} had received before ${version.watermark}.`,
    identifier: version.id,
    version: versionNumber(plan),
    dateCreated: version.created,
    datePublished: version.created,
    // A name of the data, not a place: where an export is put is not known when it is made.
    url: `urn:tidemark:${version.id}`,
    ...(choice.license === undefined ? {} : { license: choice.license }),
    citeAs: `Dataset-Version: ${version.id}, Dataset-Digest: sha256:${version.sha256}`,
    keywords: ['tidemark'],
    distribution: [
      ...others.map(({ encodingFormat, ...file }) => fileObject(file, encodingFormat)),
      ...splits.flatMap((split) => [
        ...split.files.map((file) => fileObject(file, PARQUET)),
        {
          '@type': 'cr:FileSet',
          '@id': `${split.name}-files`,
          name: `${split.name}-files`,
          description: `The files of the split ${split.name}, whose order is that of their names.`,
          encodingFormat: PARQUET,
          includes: `data/${split.name}-*.parquet`,
        },
      ]),
    ],
    recordSet: [splitNames(splits), ...splits.map((split) => recordSet(split, columns))],
  };
  return `${JSON.stringify(described, null, 2)}\n`;
}

/** By watermark, as Semantic Versioning writes and orders it; the rest of the ID stands where builds do. */
function versionNumber({ version: { watermark, hash } }: ExportPlan): string {
  const [date = '', time = ''] = watermark.slice(0, -1).split('T');
  const number = (text: string) => BigInt(text.replace(/\D/g, '')).toString();
  return `${number(date)}.${number(time)}.0+${hash}`;
}

function fileObject({ path, sha256, bytes }: ExportedFile, encodingFormat: string) {
  return {
    '@type': 'cr:FileObject',
    '@id': path,
    name: path,
    contentUrl: path,
    contentSize: `${bytes} B`,
    encodingFormat,
    sha256,
  };
}

function splitNames(splits: readonly ExportedSplit[]) {
  const id = (field: string) => `${SPLITS}/${field}`;
  const field = (name: string, dataType: string) => ({
    '@type': 'cr:Field',
    '@id': id(name),
    name,
    dataType,
  });
  return {
    '@type': 'cr:RecordSet',
    '@id': SPLITS,
    name: SPLITS,
    description: 'The splits, each of which is a record set of its name.',
    dataType: 'cr:Split',
    key: { '@id': id('name') },
    field: [field('name', 'sc:Text'), field('rows', 'sc:Text')],
    data: splits.map(({ name, rows }) => ({ [id('name')]: name, [id('rows')]: rows.toString() })),
  };
}

function recordSet({ name, part, rows }: ExportedSplit, columns: readonly ExportColumn[]) {
  return {
    '@type': 'cr:RecordSet',
    '@id': name,
    name,
    description: `${rows} rows: ${part === undefined ? 'all of the version' : `its part ${part}`}.`,
    field: columns.map((column) => ({
      '@type': 'cr:Field',
      '@id': `${name}/${encodeURIComponent(column.name)}`,
      name: column.name,
      description: `${column.type}, in the files ${column.feature}`,
      dataType: column.croissant,
      source: { fileSet: { '@id': `${name}-files` }, extract: { column: column.name } },
    })),
  };
}
