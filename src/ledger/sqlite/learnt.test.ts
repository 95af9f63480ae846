import { describeLearnt } from "../conformance-learnt.ts";
import { createSqlitePlace } from "./sqlite-place-testing.ts";

describeLearnt("SQLite", createSqlitePlace);
