import type { StoredPin } from '../catalog/catalog.ts';

/** `by bq as acme.tidemark_pins.orders_…, until 2021-01-29T00:00:00Z`. */
export function pinText({ source, reference, expires }: StoredPin): string {
  return `by ${source} as ${reference}, until ${expires ?? 'it is dropped'}`;
}
