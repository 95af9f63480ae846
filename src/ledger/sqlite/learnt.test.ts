import { describeLearnt } from "../conformance-learnt.ts";
import { createSqlitePlace } from "./sqlite-place.ts";

describeLearnt("SQLite", createSqlitePlace);
