"""The tables of Wukong CRM that its preset reads, as published for version 11.3, and what version 15 changes."""

V11 = """
wk_admin_dept: dept_id int; pid int; name varchar(64); num int; remark varchar(64); owner_user_id bigint
wk_admin_user: user_id bigint; username varchar(50); password varchar(64); salt varchar(32); img varchar(200);
  create_time datetime; realname varchar(100); num varchar(100); mobile varchar(20); email varchar(50); sex int;
  dept_id int; post varchar(50); status int; parent_id bigint; last_login_time datetime; last_login_ip varchar(30);
  old_user_id bigint; is_del int
wk_crm_customer: customer_id int; customer_name varchar(255); followup int; is_lock int; next_time datetime;
  deal_status int; deal_time datetime; contacts_id int; mobile varchar(255); telephone varchar(255); website
  varchar(500); email varchar(225); remark varchar(3000); create_user_id bigint; owner_user_id bigint; ro_user_id
  longtext; rw_user_id longtext; address varchar(255); location varchar(255); detail_address varchar(255); lng
  varchar(255); lat varchar(255); create_time datetime; update_time datetime; batch_id varchar(32); status int;
  last_time datetime; pool_time datetime; is_receive int; last_content varchar(1024); receive_time datetime;
  pre_owner_user_id bigint
wk_crm_customer_data: id int; field_id int; name varchar(255); value longtext; create_time datetime; batch_id
  varchar(32)
wk_crm_leads: leads_id int; is_transform int; followup int; leads_name varchar(255); customer_id int; next_time
  datetime; telephone varchar(100); mobile varchar(100); email varchar(100); address varchar(100); remark
  varchar(800); create_user_id bigint; owner_user_id bigint; create_time datetime; update_time datetime; batch_id
  varchar(32); is_receive int; last_time datetime; last_content varchar(1024)
wk_crm_contacts: contacts_id int; name varchar(100); next_time datetime; mobile varchar(255); telephone varchar(255);
  email varchar(255); post varchar(255); customer_id int; address varchar(500); remark varchar(2048); create_user_id
  bigint; owner_user_id bigint; create_time datetime; update_time datetime; batch_id varchar(32); last_time datetime
wk_crm_business: business_id int; type_id int; status_id int; next_time datetime; customer_id int; contacts_id int;
  deal_date datetime; business_name varchar(255); money decimal(18,2); discount_rate decimal(10,2); total_price
  decimal(17,2); remark varchar(1024); create_user_id bigint; owner_user_id bigint; create_time datetime; update_time
  datetime; batch_id varchar(32); ro_user_id longtext; rw_user_id longtext; is_end int; status_remark varchar(500);
  status int; last_time datetime; followup int
wk_crm_business_type: type_id int; name varchar(50); dept_ids varchar(255); create_user_id bigint; create_time
  datetime; update_time datetime; status int
wk_crm_business_status: status_id int; type_id int; name varchar(50); rate varchar(20); order_num int
wk_crm_business_change: change_id int; business_id int; status_id int; create_time datetime; create_user_id bigint
wk_crm_business_product: r_id int; business_id int; product_id int; price decimal(18,2); sales_price decimal(18,2);
  num decimal(10,2); discount int; subtotal decimal(18,2); unit varchar(50)
wk_crm_contract: contract_id int; name varchar(100); customer_id int; business_id int; check_status int;
  examine_record_id int; order_date datetime; create_user_id bigint; owner_user_id bigint; create_time datetime;
  update_time datetime; num varchar(255); start_time datetime; end_time datetime; money decimal(18,2); discount_rate
  decimal(10,2); total_price decimal(17,2); types varchar(255); payment_type varchar(255); batch_id varchar(32);
  ro_user_id longtext; rw_user_id longtext; contacts_id int; remark varchar(1024); company_user_id varchar(255);
  last_time datetime; received_money decimal(17,2); unreceived_money decimal(17,2); old_contract_id int
wk_crm_contract_product: r_id int; contract_id int; product_id int; price decimal(18,2); sales_price decimal(18,2);
  num decimal(10,2); discount decimal(18,4); subtotal decimal(18,2); unit varchar(50)
wk_crm_receivables: receivables_id int; number varchar(100); receivables_plan_id int; customer_id int; contract_id
  int; check_status int; examine_record_id int; return_time date; return_type varchar(100); money decimal(17,2);
  remark varchar(500); create_user_id bigint; owner_user_id bigint; create_time datetime; update_time datetime;
  remarks varchar(255); batch_id varchar(32)
wk_crm_receivables_plan: receivables_plan_id int; num varchar(100); receivables_id int; status int; money
  decimal(18,2); return_date datetime; return_type varchar(255); remind int; remind_date datetime; remark
  varchar(500); create_user_id bigint; owner_user_id bigint; create_time datetime; update_time datetime; batch_id
  varchar(32); real_received_money decimal(18,2); real_return_date datetime; unreceived_money decimal(18,2);
  received_status int; contract_id int; customer_id int
wk_crm_invoice: invoice_id int; invoice_apply_number varchar(255); customer_id int; contract_id int; invoice_money
  decimal(10,2); invoice_date date; invoice_type int; remark varchar(255); title_type int; invoice_title varchar(255);
  tax_number varchar(255); deposit_bank varchar(255); deposit_account varchar(255); deposit_address varchar(255);
  telephone varchar(255); contacts_name varchar(255); contacts_mobile varchar(255); contacts_address varchar(255);
  examine_record_id int; check_status int; owner_user_id bigint; invoice_number varchar(32); real_invoice_date date;
  logistics_number varchar(255); invoice_status int; create_user_id bigint; create_time datetime; update_time
  datetime; batch_id varchar(32)
wk_crm_product: product_id int; name varchar(255); num varchar(255); unit varchar(255); price decimal(18,2); status
  int; category_id int; description text; create_user_id bigint; owner_user_id bigint; create_time datetime;
  update_time datetime; batch_id varchar(32); old_product_id int
wk_crm_product_category: category_id int; name varchar(200); pid int
wk_crm_activity: activity_id int; type int; category varchar(255); activity_type int; activity_type_id int; content
  varchar(1024); business_ids varchar(255); contacts_ids varchar(255); next_time datetime; status int; lng
  varchar(255); lat varchar(255); address varchar(255); create_user_id bigint; create_time datetime; batch_id
  varchar(32)
wk_crm_activity_relation: r_id int; activity_id int; type int; type_id int
wk_crm_return_visit: visit_id int; visit_number varchar(255); visit_time datetime; owner_user_id bigint; customer_id
  int; contract_id int; contacts_id int; create_user_id bigint; create_time datetime; update_time datetime; batch_id
  varchar(32)
wk_crm_return_visit_data: id int; field_id int; name varchar(255); value longtext; create_time datetime; batch_id
  varchar(32)
wk_crm_owner_record: record_id int; type_id int; type int; pre_owner_user_id bigint; post_owner_user_id bigint;
  create_time datetime
wk_crm_achievement: achievement_id int; obj_id int; type int; year varchar(20); january decimal(18,2); february
  decimal(18,2); march decimal(18,2); april decimal(18,2); may decimal(18,2); june decimal(18,2); july decimal(18,2);
  august decimal(18,2); september decimal(18,2); october decimal(18,2); november decimal(18,2); december
  decimal(18,2); status int; yeartarget decimal(18,2)
wk_oa_log: log_id int; category_id int; title varchar(50); content text; tomorrow varchar(1000); question
  varchar(1000); create_user_id bigint; create_time datetime; update_time timestamp; send_user_ids varchar(100);
  send_dept_ids varchar(100); read_user_ids varchar(255); batch_id varchar(50)
wk_oa_examine: examine_id int; category_id int; content varchar(800); remark varchar(800); type_id varchar(32); money
  decimal(18,2); start_time datetime; end_time datetime; duration decimal(18,2); create_user_id bigint; create_time
  datetime; update_time datetime; batch_id varchar(32); examine_record_id int; examine_status int
wk_oa_examine_category: category_id int; title varchar(100); remarks varchar(500); icon varchar(50); type int;
  create_user_id bigint; status int; is_sys int; examine_type int; user_ids varchar(500); dept_ids varchar(500);
  create_time datetime; update_time datetime; is_deleted int; delete_time datetime; delete_user_id bigint
wk_oa_examine_travel: travel_id int; examine_id int; start_address varchar(100); start_time datetime; end_address
  varchar(100); end_time datetime; traffic decimal(18,2); stay decimal(18,2); diet decimal(18,2); other decimal(18,2);
  money decimal(18,2); vehicle varchar(255); trip varchar(50); duration decimal(18,2); description varchar(500);
  batch_id varchar(32)
wk_examine: examine_id bigint; examine_init_id bigint; label int; examine_icon varchar(50); examine_name varchar(50);
  recheck_type int; create_time datetime; create_user_id bigint; status int; batch_id varchar(36); remarks
  varchar(255); update_time datetime; update_user_id bigint; user_ids varchar(500); dept_ids varchar(500); oa_type int
wk_examine_record: record_id int; examine_id bigint; label int; flow_id int; type_id int; examine_status int;
  create_time datetime; create_user_id bigint; update_time datetime; update_user_id bigint
wk_call_record: call_record_id int; number varchar(20); start_time datetime; answer_time datetime; end_time datetime;
  talk_time int; dial_time int; state int; type int; model varchar(15); model_id int; file_path varchar(500); size
  int; file_name varchar(500); call_upload tinyint(1); create_time datetime; update_time datetime; create_user_id
  bigint; owner_user_id bigint; batch_id varchar(32)
wk_crm_marketing: marketing_id int; marketing_name varchar(30); crm_type int; end_time datetime; relation_user_id
  varchar(200); create_user_id bigint; status int; second int; field_data_id text; browse int; create_time datetime;
  update_time datetime; start_time datetime; share_num int; submit_num int; synopsis longtext; main_file_ids
  varchar(255); detail_file_ids varchar(255); address varchar(255); marketing_type varchar(255); marketing_money
  decimal(11,2); relation_dept_id varchar(255)
"""

ADDED = """
wk_crm_customer: is_wx_user int; external_userid varchar(255); scrm_customer_id bigint; get_reason varchar(255);
  remind_user_ids varchar(500)
wk_crm_leads: status int; pool_time datetime; receive_time datetime; pre_owner_user_id bigint; transform_time
  datetime; get_reason varchar(255)
wk_crm_contacts: last_content longtext; parent_contacts_id bigint; external_userid varchar(255)
wk_crm_business: last_content longtext
wk_crm_business_product: remark varchar(1024); cost_price decimal(21,6); single_cost_amount decimal(21,6)
wk_crm_contract: quotation_id bigint; invoiced_money decimal(21,6); un_invoiced_money decimal(21,6); contract_status
  int; show_type int; contract_status_name varchar(255); high_query_status_id varchar(255); last_content longtext
wk_crm_contract_product: remark varchar(1024); cost_price decimal(21,6); single_cost_amount decimal(21,6)
wk_crm_receivables: invoice_id bigint
wk_crm_receivables_plan: product_id bigint
wk_crm_invoice: receivables_id bigint; owner_dept_id bigint; customer_name varchar(255); star_user_ids varchar(4000);
  contract_ids varchar(2000); contract_nums varchar(2000); receivables_nums varchar(2000); examine_user_ids
  varchar(2000)
wk_crm_product_category: parent_id bigint; third_party_code varchar(50)
wk_crm_activity: id bigint; activity_type_name varchar(255); time_type int; is_relation int; pid varchar(32);
  relation_data varchar(255); valid int; team_member_ids varchar(440); visit_plan_id bigint; remind_team_members
  varchar(500)
wk_oa_log: print_content longtext; print_template_id bigint
wk_oa_examine: create_dept_id bigint; last_handle_user_id bigint; last_handle_time datetime; examine_flag int;
  enclosure longtext; submit_target varchar(255); classification varchar(255); urgency varchar(255); handled
  varchar(255); telephone varchar(64); submit_dept_id bigint; submit_time datetime; application_reason_type
  varchar(100); travelers varchar(255); examine_flow_data_draft longtext
wk_oa_examine_travel: approval_number varchar(100); type int; car_type varchar(255); transfer varchar(255);
  ctrip_order_info longtext
wk_admin_user: is_binding_work int; wx_user_id varchar(255); wx_mobile varchar(255); wx_open_id varchar(255);
  wx_avatar varchar(255); last_pwd_upd_time datetime; pwd_upd_status tinyint; active_module varchar(255);
  account_number varchar(20)
wk_admin_dept: parent_id bigint; open_dept int
wk_crm_marketing: parent_id bigint; is_need_child int; is_show_introduce tinyint(1); is_show_form tinyint(1);
  expect_income decimal(11,2); actual_cost decimal(11,2); actual_income decimal(11,2)
wk_call_record: task_status int; ident_id varchar(255)
wk_crm_receivables_contract: id bigint; receivables_id bigint; contract_id bigint; invoice_id bigint;
  receivables_plan_id bigint; curr_receivables_money decimal(21,6); remark varchar(500)
wk_crm_invoice_contract: id bigint; invoice_id bigint; contract_id bigint; receivables_id bigint; curr_invoice_money
  decimal(21,6); remark varchar(800)
"""

REMOVED = """
wk_crm_customer: ro_user_id; rw_user_id
wk_crm_business: ro_user_id; rw_user_id
wk_crm_contract: ro_user_id; rw_user_id; old_contract_id
wk_crm_product: old_product_id
wk_crm_product_category: pid
wk_crm_activity: business_ids; contacts_ids; lng; lat; address
wk_admin_user: old_user_id; is_del
wk_admin_dept: pid
"""
