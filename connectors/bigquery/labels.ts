const LONGEST = 63;

/**
 * Labels of a job, by which a bill can be split: what Tidemark did, and to which dataset or version.
 * @param label what the call is for: `tidemark snapshot orders`
 * @returns keys and values as BigQuery takes them: lower case, digits, `_` and `-`, at most 63
 */
export function jobLabels(label: string): Readonly<Record<string, string>> {
  const [, purpose = 'query', about = ''] = label.split(' ');
  const [dataset = '', rest] = about.split('@');
  return {
    tidemark: labelValue(purpose),
    ...(dataset === '' ? {} : { dataset: labelValue(dataset) }),
    ...(rest === undefined ? {} : { version: labelValue(rest) }),
  };
}

function labelValue(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9_-]/g, '_')
    .slice(0, LONGEST);
}
