import { describeEvidence } from "../conformance-evidence.ts";
import { createSqlitePlace } from "./sqlite-place.ts";

describeEvidence("SQLite", createSqlitePlace);
