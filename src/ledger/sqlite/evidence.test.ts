import { describeEvidence } from "../conformance-evidence.ts";
import { createSqlitePlace } from "./sqlite-place-testing.ts";

describeEvidence("SQLite", createSqlitePlace);
