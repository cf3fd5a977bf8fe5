-- Made once, by PostgreSQL's image; elsewhere by an administrator. Give both roles passwords of your own.
create role almanac login password 'CHANGE-ME';
create database almanac owner almanac;
create role prefect login password 'CHANGE-ME';
create database prefect owner prefect;
