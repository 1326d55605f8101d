//! What districts say about themselves, looked at before anything is made of
//! it: single values, logos, texts in slots, and the table `districts.csv`.

pub mod damage;
pub mod logo;
pub mod slot;
pub mod table;
pub mod values;
