/** A config with the datasets `orders` and `newest`, which holds the same rows in row mode `latest`. */
export function ordersConfig(catalog: string, recheck: string): string {
  const common = `
    source: shop
    table: orders
    ingestion: { column: ingested_at, granularity: day, recheck: ${recheck} }
    split: { key: [customer_id], parts: { train: 0.8, validation: 0.1, test: 0.1 } }`;
  return `catalog: sqlite:${catalog}
sources:
  shop: { type: duckdb, path: orders.duckdb }
datasets:
  orders:${common}
  newest:${common}
    rows: { mode: latest, key: [order_id] }
`;
}
