import { inject } from 'vitest';
import { connectorSuite } from './connector-suite.ts';
import { mysqlFixture } from './mysql-fixture.ts';

connectorSuite('mysql', () => mysqlFixture(inject('mariadb')));
