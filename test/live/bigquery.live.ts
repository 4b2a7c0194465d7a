import { bigqueryFixtureAt } from '../conformance/bigquery-fixture.ts';
import { connectorSuite } from '../conformance/connector-suite.ts';

/** A project given by the environment, as whom application default credentials say, in a dataset that goes with the test. */
connectorSuite('bigquery (account)', async () => {
  const { BIGQUERY_PROJECT: project, BIGQUERY_LOCATION: location } = process.env;
  if (!project || !location) {
    const missing = Object.entries({ BIGQUERY_PROJECT: project, BIGQUERY_LOCATION: location })
      .filter(([, value]) => !value)
      .map(([name]) => name);
    throw new Error(`The live tests need an account of BigQuery, and are missing ${missing.join(', ')}.`);
  }
  return bigqueryFixtureAt({ projectId: project }, { project, location });
});
